/**
 * Shapes of secrets that must not get into a log that nobody can clean. Bodies are made from allow-lists; this is the second net, for a
 * vendor's text that echoes what it was sent. Only shapes that cannot be part of a JSON escape or cross a quote.
 */
const SECRETS =
  /msk_[A-Za-z0-9]+_[A-Za-z0-9_-]{8,}|shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{16,}|whsec_[A-Za-z0-9+/=]{8,}|(?:Bearer|Basic) [A-Za-z0-9+/=._~-]{8,}|(?<=:\/\/[^\s"/@:]{1,64}:)[^\s"/@\\]{1,128}(?=@)/g;

/** Takes what looks like a secret out of a JSON text. */
export function withoutSecrets(json: string): string {
  return json.replace(SECRETS, '[removed]');
}
