/**
 * What people at the Desk may be.
 *
 * - `operator`      keeps the work running: sees payloads, fixes and retries
 * - `auditor`       reads everything, changes nothing; personal fields are masked
 * - `recallOfficer` follows documents and lots; personal fields and prices are masked
 * - `admin`         everything an operator and an auditor may, and people and mappings
 */
export const ROLES = ['operator', 'auditor', 'recallOfficer', 'admin'] as const;

export type Role = (typeof ROLES)[number];

/** Whether a text from outside names a role. */
export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}
