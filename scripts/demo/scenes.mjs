// What buyers do in the demo, and what should come of it.
const hospital = {
  customer: {
    email: 'purchasing@first-hospital.example',
    firstName: '丽',
    lastName: '王',
    address: {
      firstName: '丽',
      lastName: '王',
      company: '第一人民医院',
      address1: '医院路 1 号',
      city: '苏州',
      zip: '215000',
      province: 'Jiangsu',
      provinceCode: 'JS',
      country: 'China',
      countryCode: 'CN',
    },
  },
};
const clinic = {
  customer: {
    email: 'dr.smith@clinic.example',
    firstName: 'Anna',
    lastName: 'Smith',
    address: {
      firstName: 'Anna',
      lastName: 'Smith',
      company: 'Second Clinic',
      address1: '9 Care Street',
      city: 'Nanjing',
      zip: '210000',
      province: 'Jiangsu',
      provinceCode: 'JS',
      country: 'China',
      countryCode: 'CN',
    },
  },
};
const shipping = { title: 'SF Express', code: 'SF', price: '25.00' };

/** Reads what came of an order from the ERP and from the executions. */
function outcome({ what, order, runs, erp }) {
  const sales = erp.listSales().filter(({ webId }) => webId?.endsWith(`/order/${order.id}`));
  const [sale] = sales;
  const done = runs.flatMap(({ nodes }) => nodes['Synchronize ERP Order']?.outputs[0] ?? []);
  const refused = runs.map(({ error }) => error).find(Boolean);
  return {
    'What the buyer did': what,
    'Shop order': order.name,
    Webhooks: String(order.sent),
    'Sales in ERP': String(sales.length),
    'ERP sale': sale?.number ?? '',
    State: sale?.state ?? '',
    'Shop total': order.total,
    'ERP total': sale?.totalAmount ?? '',
    // The full text goes on with what to do; a table has room for the reason.
    Outcome: refused ? `refused: ${refused.split('. ')[0]}` : [...new Set(done.map(({ outcome: result }) => result))].join(', '),
    sales,
    refused,
  };
}

/** A scene in which an order has to reach the ERP once, with the same total. */
function reaches(what, input, repeats = 1) {
  return {
    reachesErp: true,
    async play(shop) {
      const order = shop.placeOrder(input);
      await shop.idle();
      const delivery = shop.webhooks.deliveries.at(-1);
      for (let again = 1; again < repeats; again++) shop.webhooks.redeliver(delivery.id);
      return summary(shop, order, repeats);
    },
    report(context) {
      const row = outcome({ what, ...context });
      return { ...row, good: row.sales.length === 1 && row['ERP total'] === row['Shop total'] };
    },
  };
}

/** As {@link reaches}, with a hub that dies before it can answer: nothing was acknowledged, so the shop sends again. */
function survives(what, input) {
  return {
    ...reaches(what, input),
    async play(shop, hub) {
      await hub.kill();
      const order = shop.placeOrder(input);
      await shop.idle();
      await hub.restart();
      shop.webhooks.redeliver(shop.webhooks.deliveries.at(-1).id);
      return summary(shop, order, 2);
    },
  };
}

/** A scene that must leave nothing in the ERP. */
function refused(what, input) {
  return {
    reachesErp: false,
    async play(shop) {
      return summary(shop, shop.placeOrder(input), 1);
    },
    report(context) {
      const row = outcome({ what, ...context });
      return { ...row, good: row.sales.length === 0 && row.refused !== undefined };
    },
  };
}

function summary(shop, order, sent) {
  return { id: String(order.id), name: order.name, total: shop.orderWebhookPayload(order.id).total_price, sent };
}

export const scenes = [
  reaches('a hospital orders 2 stents and gloves, with freight', {
    ...hospital,
    lines: [
      { sku: 'STENT-35-18', quantity: 2 },
      { sku: 'GLOVE-M-100', quantity: 10 },
    ],
    shipping,
  }),
  reaches(
    'the same again; Shopify delivers the webhook 5 times',
    { ...hospital, lines: [{ sku: 'GLOVE-M-100', quantity: 3 }] },
    5,
  ),
  reaches('a clinic pays prices that include tax, 10 % off', {
    ...clinic,
    taxesIncluded: true,
    discounts: [{ percentage: '10', title: 'WELCOME10', kind: 'discount_code' }],
    lines: [
      { sku: 'GLOVE-M-100', quantity: 7 },
      { sku: 'MON-7', quantity: 1 },
    ],
    shipping,
  }),
  reaches('the same SKU on two lines, one of them free', {
    ...clinic,
    lines: [
      { sku: 'GLOVE-M-100', quantity: 4 },
      { sku: 'GLOVE-M-100', quantity: 1, price: '0.00' },
    ],
  }),
  reaches('a guest with an emoji in the name and a note', {
    customer: null,
    email: 'guest@example.com',
    shippingAddress: {
      firstName: 'Zoë 😀',
      lastName: '𠮷田',
      address1: '7 Ward Lane',
      city: 'Wuxi',
      zip: '214000',
      province: 'Jiangsu',
      provinceCode: 'JS',
      country: 'China',
      countryCode: 'CN',
    },
    note: 'Ring twice\u0007 🛎️\nThank you',
    lines: [{ sku: 'GLOVE-M-100', quantity: 1 }],
  }),
  survives('the hub is killed (kill -9) while an order comes in; the shop sends again', {
    ...clinic,
    lines: [{ sku: 'GLOVE-M-100', quantity: 2 }],
  }),
  refused('somebody orders an article the ERP does not know', {
    ...clinic,
    lines: [{ sku: 'MASK-UNKNOWN', title: 'Mask', price: '5.00', quantity: 1 }],
  }),
  refused('a developer places a test order', { ...clinic, test: true, lines: [{ sku: 'GLOVE-M-100', quantity: 1 }] }),
];
