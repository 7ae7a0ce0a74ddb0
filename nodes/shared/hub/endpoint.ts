export type HubEndpoint = { readonly ok: true; readonly url: string } | { readonly ok: false; readonly reason: string };

/** What a credential says about where the hub is. */
export interface HubEndpointSettings {
  readonly url: string;
  /** The switch that allows plain HTTP to another machine. */
  readonly allowHttp: boolean;
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i;

/**
 * The address of the hub's private listener without a final slash, or the reason why it is refused. HTTPS is always fine, plain
 * HTTP on this machine; to another one it needs the switch, because the API key then travels unencrypted.
 */
export function hubEndpoint({ url, allowHttp }: HubEndpointSettings): HubEndpoint {
  const text = url.trim();
  if (!URL.canParse(text)) return { ok: false, reason: 'The URL of the hub credential is not a web address' };
  const parsed = new URL(text);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') {
    return { ok: false, reason: 'The URL of the hub credential must begin with https or http' };
  }
  if (parsed.username !== '' || parsed.password !== '') {
    return { ok: false, reason: 'The URL of the hub credential must not hold a user or password: the API key has its own field' };
  }
  if (/[?#]/.test(text)) return { ok: false, reason: 'The URL of the hub credential must not hold a query or fragment' };
  // The URL parser writes every IPv4 spelling (hex, octal, short) as four decimals, and IPv6 in brackets.
  if (parsed.protocol === 'http:' && !allowHttp && !LOOPBACK.test(parsed.hostname)) {
    return {
      ok: false,
      reason: 'The URL of the hub credential must begin with https, or Allow HTTP must be switched on',
    };
  }
  return { ok: true, url: `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}` };
}
