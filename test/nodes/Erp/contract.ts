import { describeAmounts } from './contract/amounts';
import { describeChanges } from './contract/changes';
import type { ErpHarness } from './contract/harness';
import { describeMishaps } from './contract/mishaps';
import { describeOrders } from './contract/orders';
import { describeParties } from './contract/parties';
import { describeProducts } from './contract/products';
import { describeSignIn } from './contract/signIn';
import type { Suite } from './contract/support';

/** Building or resetting an ERP takes longer than a test may. */
const START_TIMEOUT_MS = 120_000;

/** The tests that every ERP behind the node has to pass: one line in a test file of the system. */
export function describeErpContract(name: string, start: () => Promise<ErpHarness>): void {
  describe(`${name} keeps the ERP contract`, () => {
    const suite = {} as Suite;

    beforeAll(async () => {
      suite.erp = await start();
      suite.connection = await suite.erp.connect();
    }, START_TIMEOUT_MS);
    afterAll(async () => suite.erp?.close());

    describeParties(suite);
    describeProducts(suite);
    describeOrders(suite);
    describeChanges(suite);
    describeAmounts(suite);
    describeMishaps(suite);
    describeSignIn(suite);
  });
}
