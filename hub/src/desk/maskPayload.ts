import { parseLossless } from '../../../core/json';

const MASK = '•••';

/** Words whose values are shown to everybody: what a document is about, never who is behind it. Compared without case, `_` and `-`. */
const OPEN_WORDS = words(`
  id admingraphqlapiid legacyresourceid number ordernumber sku vendor barcode gtin ean quantity currentquantity fulfillablequantity unit
  grams weight weightunit lot lotnumber batch batchnumber serial serials expiry expirydate productiondate udi udidi registrationnumber
  createdat updatedat processedat closedat cancelledat startedat completedat date time timestamp triggeredat version apiversion
  status state financialstatus fulfillmentstatus cancelreason test confirmed kind type documenttype topic system tenant
  productid variantid orderid lineitemid locationid refundid fulfillmentid customerid parentid
  currency currencycode presentmentcurrency shopcurrency taxesincluded taxable requiresshipping giftcard productexists
  title varianttitle tags code position
`);

/** Words whose values are prices and amounts: shown by role. */
const PRICE_WORDS = words(`
  price amount rate subtotal subtotalprice total totalprice totaltax totaldiscounts totaldiscount totallineitemsprice totaloutstanding
  totaltipreceived totalshippingprice currenttotalprice currentsubtotalprice currenttotaltax currenttotaldiscounts discountedprice
  unitprice netprice grossprice contractprice compareatprice value valuetype tax taxamount discount discountamount cost
`);

/** Branches under which nothing is open, whatever it is called: everything in them is about a person. */
const PERSONAL_BRANCHES = words(`
  customer customers billingaddress shippingaddress defaultaddress address addresses contact contacts patient recipient buyer consignee
  clientdetails paymentdetails noteattributes properties note staff user company companycontact
`);

/**
 * A payload for people who may not see personal fields (and, unless `prices`, no amounts either): a value is shown only when its
 * field is known to be harmless, so that a field that nobody thought of stays hidden. Structure, `true`, `false` and `null` are kept.
 *
 * @returns JSON text with two spaces of indentation; `undefined` when the payload is not JSON and so cannot be judged
 */
export function maskPayload(payload: string, options: { readonly prices: boolean }): string | undefined {
  try {
    return JSON.stringify(masked(parseLossless(payload), '', false, options.prices), undefined, 2);
  } catch {
    return undefined;
  }
}

function masked(value: unknown, word: string, isPersonal: boolean, prices: boolean): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((entry) => masked(entry, word, isPersonal, prices));
  if (typeof value === 'object') {
    const hides = isPersonal || PERSONAL_BRANCHES.has(word);
    // No prototype: a field may be called "__proto__".
    const copy = Object.create(null) as Record<string, unknown>;
    for (const [name, entry] of Object.entries(value)) {
      const key = wordOf(name);
      copy[isName(name) ? name : MASK] = masked(entry, key, hides, prices);
    }
    return copy;
  }
  if (isPersonal || PERSONAL_BRANCHES.has(word)) return MASK;
  if (OPEN_WORDS.has(word) || (prices && PRICE_WORDS.has(word))) return value;
  return MASK;
}

/** Names of fields are words; anything else (a mail address as a key) is a value in disguise. */
function isName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_-]{0,60}$/.test(name);
}

function wordOf(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''));
}
