export type Endpoint =
  | {
      readonly ok: true;
      readonly url: string;
      /** Names the database for effect keys, whatever the protocol: `tryton:erp.example.com/erp`. */
      readonly target: string;
    }
  | { readonly ok: false; readonly reason: string };

/** What a credential says about where the ERP is. */
export interface EndpointSettings {
  readonly url: string;
  readonly database: string;
  /** The switch that allows plain HTTP and addresses inside the own machine or network. */
  readonly allowHttp: boolean;
}

/** Names that Tryton's back ends accept for a database, and nothing that could change the path. */
const DATABASE = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/;
const LOOPBACK_NAME = /(^|\.)localhost\.?$/i;

/**
 * The address of the database's JSON-RPC, or the reason why it is refused. HTTPS to a named host is always fine; plain HTTP,
 * loopback and literal IP addresses need the switch, because they make sense only inside a trusted network.
 * User info, query and fragment are refused: none of them belongs into an address that is stored and shown.
 */
export function trytonEndpoint({ url, database, allowHttp }: EndpointSettings): Endpoint {
  if (!URL.canParse(url.trim())) return { ok: false, reason: 'The URL of the credential is not a web address' };
  const parsed = new URL(url.trim());
  if (parsed.username !== '' || parsed.password !== '') {
    return { ok: false, reason: 'The URL of the credential must not hold a user or password: they have their own fields' };
  }
  if (parsed.search !== '' || parsed.hash !== '' || /[?#]/.test(url)) {
    return { ok: false, reason: 'The URL of the credential must not hold a query or fragment' };
  }
  if (parsed.protocol !== 'https:' && !(parsed.protocol === 'http:' && allowHttp)) {
    return { ok: false, reason: 'The URL of the credential must begin with https, or Allow HTTP must be switched on' };
  }
  if (!allowHttp && isLocalOrLiteral(parsed.hostname)) {
    return {
      ok: false,
      reason: 'The URL of the credential names this machine or an IP address: switch on Allow HTTP if the network is trusted',
    };
  }
  if (!DATABASE.test(database) || database.includes('..')) {
    return {
      ok: false,
      reason: 'The database name of the credential may hold letters, digits, underscore, point and hyphen only',
    };
  }
  const path = parsed.pathname.replace(/\/+$/, '');
  // Tryton answers only with the slash at the end.
  return { ok: true, url: `${parsed.origin}${path}/${database}/`, target: `tryton:${parsed.host}${path}/${database}` };
}

function isLocalOrLiteral(hostname: string): boolean {
  // The URL parser writes every IPv4 spelling (hex, octal, short) as four decimals, and IPv6 in brackets.
  return LOOPBACK_NAME.test(hostname) || hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
}
