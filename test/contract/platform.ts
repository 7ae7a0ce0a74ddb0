import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Platform, Resource } from '../../nodes/shared';

export interface PlatformContract {
  /** Resources of the platform's action node. */
  readonly resources: readonly Resource[];
  /** A host that belongs to the platform. */
  readonly exampleHost: string;
  /** Folder below `test/fixtures` with what the vendor really sends, scrubbed. */
  readonly fixtures: string;
}

const HOSTILE_HOSTS = (host: string): string[] => [
  `${host}.evil.example`,
  `evil.example/${host}`,
  `user@${host}`,
  `${host}:443@evil.example`,
  '127.0.0.1',
  '[::ffff:127.0.0.1]',
  'localhost',
  '169.254.169.254',
  '',
  `${host} `,
  `${host}\n`,
];
const FINAL_STATUSES = [401, 403, 404];

/** The suite every platform folder passes: what it states about itself is complete and safe. */
export function testPlatform(platform: Platform, contract: PlatformContract): void {
  describe(`${platform.name || 'a new platform'} keeps the platform contract`, () => {
    test('its id is lower case and its name is written', () => {
      expect(platform.id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(platform.name).not.toBe('');
    });

    test('a secret may travel to its own host', () => {
      expect(platform.hostPattern.test(contract.exampleHost)).toBe(true);
    });

    test.each(HOSTILE_HOSTS(contract.exampleHost))('a secret may not travel to %j', (host) => {
      expect(platform.hostPattern.test(host)).toBe(false);
    });

    test.each(FINAL_STATUSES)('HTTP %i says what happened and what to do', (status) => {
      const rule = platform.httpErrors.get(status);
      expect(rule?.message).toMatch(/\w{3,}/);
      expect(rule?.nextStep).toMatch(/\w{3,}.*\.$/s);
    });

    test('a final answer is never retried by itself', () => {
      for (const status of FINAL_STATUSES) expect(platform.httpErrors.get(status)?.recovery).not.toBe('RetryLater');
    });

    test('every operation states what a repeat does', () => {
      const operations = contract.resources.flatMap(({ operations: list }) => list);
      expect(operations.length).toBeGreaterThan(0);
      for (const { effect } of operations) expect(effect.repeat).toMatch(/\w{3,}.*\.$/s);
    });

    test('requests end after a stated time', () => {
      expect(platform.limits.timeoutMs).toBeGreaterThan(0);
      expect(platform.limits.timeoutMs).toBeLessThanOrEqual(120_000);
    });

    test('there are fixtures of what the vendor sends', () => {
      const folder = path.join(__dirname, '../fixtures', contract.fixtures);
      expect(existsSync(folder) ? readdirSync(folder) : []).not.toEqual([]);
    });
  });
}
