// What a careful programmer writes by hand for this one document: the same output, the same exact arithmetic and the same
// checks as the mapping file (types, text length, list length, required fields, known units, real dates, located reasons).
import { tables } from './order.mjs';

const status = new Map(Object.entries(tables.status));
const country = new Map(Object.entries(tables.country));
const unitFactor = new Map(Object.entries(tables.uomFactor));
const carrier = new Map(Object.entries(tables.carrier));
const MAX_TEXT = 200_000;
const MAX_ITEMS = 10_000;
const PRICE_DIGITS = 4;
const QUANTITY_DIGITS = 3;
const QUANTITY_UNIT = 1000;
/** A product of price and quantity counts in units of the seventh decimal. */
const UNITS_OF_A_CENT = 100_000;
const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

class Problems {
  issues = [];
  /** Place of the line that is being read; its pointers are only built when something is reported. */
  line = -1;

  add(source, target, message) {
    const inLine = this.line >= 0;
    const from = inLine ? `/line_items/${this.line}${source}` : source;
    const to = inLine ? `/lines/${this.line}${target}` : target;
    if (this.issues.length < 100) this.issues.push({ rule: `hand${target}`, source: from, target: to, message });
    return undefined;
  }
}

const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

function readText(value, problems, source, target) {
  if (typeof value === 'string') {
    if (value.length <= MAX_TEXT) return value;
    return problems.add(source, target, 'the text is too long');
  }
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return problems.add(source, target, 'expected text');
}

function needText(value, problems, source, target) {
  if (value === undefined || value === null || value === '') return problems.add(source, target, 'a value is required here');
  return readText(value, problems, source, target);
}

function joined(first, second, problems, source, target) {
  const a = readText(first, problems, source, target);
  const b = readText(second, problems, source, target);
  if (a) return b ? `${a} ${b}` : a;
  return b || problems.add(source, target, 'a value is required here');
}

/** Exact decimal text to an integer of `digits` decimals; undefined when it does not fit. */
function readUnits(value, digits) {
  // 0.07 * 10000 is not 700: numbers are read by their digits as well.
  if (typeof value === 'number') return readUnits(String(value), digits);
  if (typeof value !== 'string' || value.length > 15) return undefined;
  let position = value.charCodeAt(0) === 45 ? 1 : 0;
  const negative = position === 1;
  let units = 0;
  let read = 0;
  let decimals = -1;
  for (; position < value.length; position++) {
    const code = value.charCodeAt(position);
    if (code >= 48 && code <= 57) {
      units = units * 10 + code - 48;
      read++;
      if (decimals >= 0) decimals++;
    } else if (code === 46 && decimals < 0 && read > 0) decimals = 0;
    else return undefined;
  }
  if (read === 0 || decimals === 0 || decimals > digits) return undefined;
  for (let missing = digits - Math.max(decimals, 0); missing > 0; missing--) units *= 10;
  return negative && units !== 0 ? -units : units;
}

function readMoment(value, problems) {
  const match = typeof value === 'string' ? DATE_TIME.exec(value.trim()) : null;
  const fail = () => problems.add('/created_at', '/orderedAt', 'expected a date and time with offset');
  if (match === null) return fail();
  const [, year, month, day, hour, minute, second, , offset] = match;
  const wall = new Date(Date.UTC(+year, +month - 1, +day, +hour, +minute, +second));
  if (wall.getUTCMonth() !== +month - 1 || wall.getUTCDate() !== +day || +hour > 23 || +minute > 59 || +second > 59)
    return fail();
  const time = Date.parse(value);
  return Number.isNaN(time) || offset === undefined ? fail() : new Date(time).toISOString();
}

function mapLine(line, place, problems) {
  if (!isRecord(line)) return problems.add('', '', 'expected an object');
  const out = { lineNo: (place + 1) * 10 };

  const item = needText(line.sku, problems, '/sku', '/item');
  if (item !== undefined) out.item = item.trim();
  const name = readText(line.title, problems, '/title', '/name');
  if (name !== undefined) out.name = name;

  // Quantities may be broken (2.5 boxes) and prices finer than the currency, as long as what comes out is whole.
  const quantity = readUnits(line.quantity, QUANTITY_DIGITS);
  const factor = unitFactor.get(line.uom);
  if (quantity === undefined) problems.add('/quantity', '/baseQty', 'expected a decimal number');
  else if (factor === undefined) problems.add('/uom', '/baseQty', 'the unit is not known');
  else {
    const baseQty = (quantity * factor) / QUANTITY_UNIT;
    if (Number.isSafeInteger(baseQty)) out.baseQty = baseQty;
    else problems.add('/quantity', '/baseQty', 'expected a whole number');
  }

  const price = readUnits(line.price, PRICE_DIGITS);
  const discount = readUnits(line.total_discount, PRICE_DIGITS);
  if (price === undefined) problems.add('/price', '/amount', 'expected a decimal number');
  else if (discount === undefined) problems.add('/total_discount', '/amount', 'expected a decimal number');
  else if (quantity !== undefined) {
    const exact = price * quantity - discount * QUANTITY_UNIT;
    const amount = exact / UNITS_OF_A_CENT;
    if (Number.isSafeInteger(exact) && Number.isSafeInteger(amount)) out.amount = amount;
    else problems.add('', '/amount', 'expected a whole number');
  }

  out.taxCode = line.taxable ? 'V13' : 'V0';
  out.supplier = readText(line.vendor, problems, '/vendor', '/supplier') ?? 'UNKNOWN';
  const properties = isRecord(line.properties) ? line.properties : {};
  const lot = readText(properties.lot, problems, '/properties/lot', '/lot');
  if (lot !== undefined) out.lot = lot;
  const expiry = readText(properties.expiry, problems, '/properties/expiry', '/expiry');
  if (expiry !== undefined) out.expiry = expiry;
  return out;
}

/** @returns the mapped order, or the located reasons why not */
export function mapByHand(order) {
  const problems = new Problems();
  if (!isRecord(order)) {
    problems.add('', '', 'expected one record');
    return { output: undefined, issues: problems.issues };
  }
  const out = {};
  const name = needText(order.name, problems, '/name', '/docNo');
  if (name !== undefined) out.docNo = name.replaceAll('#', 'SO-');
  const id = needText(order.id, problems, '/id', '/extId');
  if (id !== undefined) out.extId = id;
  const orderedAt = readMoment(order.created_at, problems);
  if (orderedAt !== undefined) out.orderedAt = orderedAt;
  const currency = needText(order.currency, problems, '/currency', '/currency');
  if (currency !== undefined) out.currency = currency;
  out.state = status.get(readText(order.financial_status, problems, '/financial_status', '/state')) ?? 'HOLD';
  out.note = readText(order.note, problems, '/note', '/note') ?? '';

  const customer = isRecord(order.customer) ? order.customer : {};
  out.customer = {};
  const code = needText(customer.id, problems, '/customer/id', '/customer/code');
  if (code !== undefined) out.customer.code = `C${code}`;
  const person = joined(customer.last_name, customer.first_name, problems, '/customer/last_name', '/customer/name');
  if (person !== undefined) out.customer.name = person;
  const phone = readText(customer.phone, problems, '/customer/phone', '/customer/phone');
  if (phone !== undefined) out.customer.phone = phone;

  const address = order.shipping_address;
  if (isRecord(address)) {
    const shipTo = {};
    const recipient = readText(address.name, problems, '/shipping_address/name', '/shipTo/name');
    if (recipient !== undefined) shipTo.name = recipient;
    const street = joined(address.address1, address.address2, problems, '/shipping_address/address1', '/shipTo/street');
    if (street !== undefined) shipTo.street = street;
    const city = needText(address.city, problems, '/shipping_address/city', '/shipTo/city');
    if (city !== undefined) shipTo.city = city;
    const postcode = readText(address.zip, problems, '/shipping_address/zip', '/shipTo/postcode');
    if (postcode !== undefined) shipTo.postcode = postcode;
    const land = needText(address.country_code, problems, '/shipping_address/country_code', '/shipTo/country');
    if (land !== undefined) shipTo.country = country.get(land) ?? land;
    out.shipTo = shipTo;
  } else if (address !== undefined && address !== null) problems.add('/shipping_address', '/shipTo', 'expected an object');

  const shipping = Array.isArray(order.shipping_lines) ? order.shipping_lines[0] : undefined;
  const carrierCode = isRecord(shipping) ? shipping.code : undefined;
  out.carrier = carrier.get(readText(carrierCode, problems, '/shipping_lines/0/code', '/carrier')) ?? 'OTHER';

  const items = order.line_items;
  const lines = [];
  let gross = 0;
  if (!Array.isArray(items)) problems.add('/line_items', '/lines', 'expected a list');
  else if (items.length > MAX_ITEMS) problems.add('/line_items', '/lines', 'the list is too long');
  else
    for (let place = 0; place < items.length; place++) {
      problems.line = place;
      const line = mapLine(items[place], place, problems);
      if (line === undefined) continue;
      if (line.amount !== undefined) gross += line.amount;
      lines.push(line);
    }
  problems.line = -1;
  out.lines = lines;
  if (!Number.isSafeInteger(gross)) problems.add('', '/gross', 'expected a whole number');
  out.gross = gross;
  out.lineCount = lines.length;
  return { output: problems.issues.length === 0 ? out : undefined, issues: problems.issues };
}

/** The same without any check, as in the reference measurements: it trusts its input and throws, or writes nonsense, where that is wrong. */
export function mapTrusting(order) {
  const minor = (text) => {
    const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text);
    if (!match) throw new Error('not an amount with at most two decimals');
    const units = Number(match[2]) * 100 + (match[3] ? Number(match[3].padEnd(2, '0')) : 0);
    return match[1] ? -units : units;
  };
  const s = order.shipping_address;
  let gross = 0;
  const lines = order.line_items.map((l, i) => {
    const quantity = Number(l.quantity);
    const amount = minor(l.price) * quantity - minor(l.total_discount);
    gross += amount;
    return {
      lineNo: (i + 1) * 10,
      item: l.sku.trim(),
      name: l.title,
      baseQty: quantity * (tables.uomFactor[l.uom] ?? 1),
      amount,
      taxCode: l.taxable ? 'V13' : 'V0',
      supplier: l.vendor ?? 'UNKNOWN',
      lot: l.properties.lot,
      expiry: l.properties.expiry,
    };
  });
  return {
    docNo: order.name.replace('#', 'SO-'),
    extId: String(order.id),
    orderedAt: new Date(order.created_at).toISOString(),
    currency: order.currency,
    state: tables.status[order.financial_status] ?? 'HOLD',
    note: order.note ?? '',
    customer: {
      code: `C${order.customer.id}`,
      name: `${order.customer.last_name} ${order.customer.first_name}`,
      phone: order.customer.phone,
    },
    shipTo: {
      name: s.name,
      street: s.address2 ? `${s.address1} ${s.address2}` : s.address1,
      city: s.city,
      postcode: s.zip,
      country: tables.country[s.country_code] ?? s.country_code,
    },
    carrier: tables.carrier[order.shipping_lines[0]?.code] ?? 'OTHER',
    lines,
    gross,
    lineCount: lines.length,
  };
}
