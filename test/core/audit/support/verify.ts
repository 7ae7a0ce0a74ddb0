import { ExportVerifier, type KeyPair, type VerifyReport } from '../../../../core/audit';

/** Verifies lines as the command does. */
export function verifyLines(lines: readonly string[], keys: readonly KeyPair[], outside?: string): VerifyReport {
  const verifier = new ExportVerifier({ publicKeys: keys.map(({ publicKey }) => publicKey), outside });
  for (const line of lines) if (!verifier.push(line)) break;
  return verifier.end();
}
