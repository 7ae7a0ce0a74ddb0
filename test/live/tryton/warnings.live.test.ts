import { isFailure } from '../../../core/failure';
import { DEFAULT_CREATE_ORDER_OPTIONS } from '../../../nodes/Erp/contract';
import { accepting, idsOf, pressButton, readState, searchRead, TrytonClient } from '../../../nodes/Erp/systems/tryton/client';
import { TrytonConnection } from '../../../nodes/Erp/systems/tryton/connection';
import { fetchTransport } from '../../nodes/Erp/support/fetchTransport';
import { buildOrder } from '../../nodes/Erp/support/orderBuilder';
import { liveTryton, skipReason } from './peer';

const reason = skipReason();
const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

(reason === undefined ? describe : describe.skip)(
  `questions and buttons of a real Tryton${reason === undefined ? '' : `: ${reason}`}`,
  () => {
    const options = { sleep, random: Math.random, user: liveTryton.user };
    const client = new TrytonClient(fetchTransport(liveTryton), options);
    const shipmentButton = (name: string, id: number, reaches: readonly string[], acceptedWarnings: readonly string[] = []) =>
      pressButton(client, { model: 'stock.shipment.out', name, id, reaches, acceptedWarnings, record: `shipment ${id}` });

    test('a shipment without carrier asks, is refused without the allow-list, and is packed with it', async () => {
      const connection = new TrytonConnection(fetchTransport(liveTryton), options, 'tryton:live/erp');
      const order = buildOrder({ lines: [{ sku: 'GLOVE-M-100', net: '39.90' }] });
      const result = await connection.createOrder(order, DEFAULT_CREATE_ORDER_OPTIONS);
      if (result.outcome === 'skipped') throw new Error('skipped');
      const shipment = await shipmentOf(Number(result.id));

      // Cancelling a sale that is being processed is the wrong state: Tryton answers like a success and does nothing.
      const cancel = {
        model: 'sale.sale',
        name: 'cancel',
        id: Number(result.id),
        reaches: ['cancelled'],
        acceptedWarnings: [],
        record: 'sale',
      };
      const silent: unknown = await pressButton(client, cancel).catch((error: unknown) => error);
      expect(isFailure(silent) && silent.details.code).toBe('silent-button');

      const [lot] = await searchRead(client, 'stock.lot', [['number', '=', 'GL-2026-01']], { fields: ['number'] });
      const moves = await searchRead(client, 'stock.shipment.out', [['id', '=', shipment]], { fields: ['inventory_moves'] });
      await client.call('stock.move', 'write', [idsOf(moves[0], 'inventory_moves'), { lot: lot?.id }], 'write');
      await client.call('stock.shipment.out', 'assign_try', [[shipment]], 'write');
      await shipmentButton('pick', shipment, ['picked']);

      const asked: unknown = await shipmentButton('pack', shipment, ['packed']).catch((error: unknown) => error);
      expect(isFailure(asked) && asked.details.code).toBe('UserWarning');
      expect(isFailure(asked) && asked.details.nextStep).toContain('(shipment_out_no_carrier)');
      expect(await readState(client, 'stock.shipment.out', shipment)).toBe('picked');
      expect(await shipmentButton('pack', shipment, ['packed'], ['shipment_out_no_carrier'])).toBe('packed');
    });

    test('accepting nothing lets every call through that asks nothing', async () => {
      expect(
        await accepting(client, [], () => client.call('sale.sale', 'search', [[['id', '=', 0]], 0, 1, null], 'read')),
      ).toEqual([]);
    });

    async function shipmentOf(sale: number): Promise<number> {
      for (let look = 0; look < 50; look++) {
        const [row] = await searchRead(client, 'sale.sale', [['id', '=', sale]], { fields: ['shipments'] });
        const [shipment] = idsOf(row, 'shipments');
        if (shipment !== undefined) return shipment;
        await sleep(100);
      }
      throw new Error('no shipment was made');
    }
  },
);
