import type { Evidence, Violation } from './evidence';
import { announcedOrders, salesByKey, shows, type AnnouncedOrder } from './orders';
import type { StandingSale } from './evidence';

/**
 * What was acknowledged has taken effect, and the latest version won: for every order the ERP shows the newest acknowledged version or a
 * newer one (whose delivery may have been stored although its answer was lost). An order that the Desk lists is a person's now.
 */
export function effectedViolations(evidence: Evidence): readonly Violation[] {
  const sales = salesByKey(evidence);
  const listed = listedKeys(evidence);
  const violations: Violation[] = [];
  for (const order of announcedOrders(evidence.history).values()) {
    const { key, versions, promised } = order;
    if (promised === undefined || listed.has(key)) continue;
    const sale = sales.get(key);
    const counting = versions.slice(versions.indexOf(promised));
    if (counting.some(({ wanted }) => shows(sale, wanted))) continue;
    violations.push(judge(order, sale));
  }
  return violations;
}

/** Business keys of the orders whose events or effects the Desk lists. */
export function listedKeys({ ledger }: Evidence): ReadonlySet<string> {
  if (ledger === undefined) return new Set();
  const events = ledger.events.filter(({ id }) => ledger.desk.has(`event ${id}`)).flatMap(({ businessKey }) => businessKey ?? []);
  const effects = ledger.effects.filter(({ key }) => ledger.desk.has(`effect ${key}`)).map(({ key }) => businessKeyOf(key));
  return new Set([...events, ...effects]);
}

/** The business key inside an effect key `target/system/tenant/documentType/id`. */
export function businessKeyOf(effectKey: string): string {
  return effectKey.slice(effectKey.indexOf('/') + 1);
}

function judge({ key, versions, promised }: AnnouncedOrder, sale: StandingSale | undefined): Violation {
  const name = promised === undefined ? '' : `event ${promised.event} (${promised.kind})`;
  if (sale === undefined) return { rule: 'lost', subject: key, what: `${name} was acknowledged, and the ERP has no sale` };
  const older = versions.find(({ wanted }) => shows(sale, wanted));
  if (older !== undefined)
    return {
      rule: 'stale',
      subject: key,
      what: `sale ${sale.id} shows event ${older.event}, but ${name} is newer and was acknowledged`,
    };
  return {
    rule: 'different',
    subject: key,
    what: `sale ${sale.id} (${sale.state}, ${sale.total}) is none of the versions; ${name} was acknowledged`,
  };
}
