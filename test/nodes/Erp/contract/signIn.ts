import type { Suite } from './support';
import { failureOf } from './support';

/** Signing in fails with what to check. */
export function describeSignIn(suite: Suite): void {
  describe('the connection', () => {
    test('a wrong password needs a person, and the text holds no secret', async () => {
      const failure = await failureOf((await suite.erp.connect('wrongPassword')).findProducts({ sku: suite.erp.deviceSku }));
      expect(failure.recovery).toBe('NeedsHuman');
      expect(failure.text).toMatch(/sign-in|password/);
      expect(failure.text).not.toContain('wrong-Passw0rd');
    });

    test('an ERP that cannot be reached is tried again later, and nothing was written', async () => {
      const failure = await failureOf((await suite.erp.connect('unreachable')).findProducts({ sku: suite.erp.deviceSku }));
      expect(failure.recovery).toBe('RetryLater');
    });
  });
}
