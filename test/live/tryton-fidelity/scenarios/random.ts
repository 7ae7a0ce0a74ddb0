import { randomFrom } from '../../../../sandbox/src/faults';
import { decimal, type Scenario } from '../peer';

const salesPerCall = 30;
const calls = 8;

/** Sales with random prices, quantities, taxes and currencies, always the same ones: rounding must agree to the cent. */
export const randomAmounts: Scenario = {
  name: 'random amounts',
  async run(peer) {
    await peer.login();
    const random = randomFrom('tryton amounts');
    const below = (limit: number) => Math.floor(random() * limit);
    const price = () => {
      const decimals = below(5);
      const digits = below(10 ** (1 + below(7)));
      const text = String(digits).padStart(decimals + 1, '0');
      return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
    };
    const line = () => ({
      type: 'line',
      product: [1, 2, 4][below(3)],
      unit: 1,
      quantity: (1 + below(12)) * (random() < 0.1 ? -1 : 1),
      unit_price: decimal((random() < 0.05 ? '-' : '') + price()),
      taxes: [['add', [[1], [2], [3], [1, 2], []][below(5)]]],
    });
    for (let call = 0; call < calls; call++) {
      const sales = Array.from({ length: salesPerCall }, () => ({
        party: 3,
        currency: 1 + below(3),
        lines: [['create', Array.from({ length: 1 + below(8) }, line)]],
      }));
      const ids = await peer.call(`create ${call}`, 'sale.sale.create', [sales]);
      await peer.call(`totals ${call}`, 'sale.sale.read', [
        ids,
        ['untaxed_amount', 'tax_amount', 'total_amount', 'lines.amount'],
      ]);
    }
  },
};
