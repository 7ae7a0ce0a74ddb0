import type { CustomerInput, PlaceOrder, PlaceOrderLine } from '../../shopify';

/** Buyers of the campaign: few enough that most orders meet a party that is there already, many enough that some have to be made. */
const CUSTOMERS = 2_000;
/**
 * Whole prices, so that 13 % of any number of units is a whole cent: an order whose rounding the ERP cannot reach is refused and goes to
 * a person, which is right but not what a campaign is about.
 */
const ARTICLES = [
  { sku: 'GLOVE-M-100', price: '40.00' },
  { sku: 'STENT-35-18', price: '1200.00' },
  { sku: 'MON-7', price: '5600.00' },
] as const;
const CITIES = [
  { city: 'Nanjing', zip: '210000' },
  { city: 'Suzhou', zip: '215000' },
  { city: 'Shanghai', zip: '200000' },
] as const;

/** Draws one ordinary order: one to three articles, mostly gloves, half of the orders with freight. */
export function makeOrder(random: () => number, number: number): PlaceOrder {
  const count = 1 + Math.floor(random() * ARTICLES.length);
  const first = random() < 0.7 ? 0 : 1 + Math.floor(random() * 2);
  const lines = Array.from(
    { length: count },
    (_, place): PlaceOrderLine => ({
      ...(ARTICLES[(first + place) % ARTICLES.length] ?? ARTICLES[0]),
      quantity: 1 + Math.floor(random() * 6),
    }),
  );
  return {
    customer: makeCustomer(Math.floor(random() * Math.min(CUSTOMERS, number + 1))),
    lines,
    ...(random() < 0.5 ? { shipping: { title: 'SF Express', code: 'SF', price: '25.00' } } : {}),
  };
}

function makeCustomer(number: number): CustomerInput {
  const place = CITIES[number % CITIES.length] ?? CITIES[0];
  const name = { firstName: 'Buyer', lastName: `No ${number}` };
  const address = {
    ...name,
    company: `Clinic ${number}`,
    address1: `${1 + (number % 90)} Care Street`,
    country: 'China',
    countryCode: 'CN',
  };
  return { ...name, email: `buyer${number}@clinic.example`, address: { ...address, ...place } };
}
