// The same document as one JSONata expression, written the way JSONata users write it (no checks, no located reasons).
import jsonata from 'jsonata';
import { tables } from './order.mjs';

const text = `(
 $lines := [line_items#$i.(
   $f := $lookup($t.uomFactor, uom); $q := $number(quantity);
   {"lineNo": ($i + 1) * 10, "item": $trim(sku), "name": title, "baseQty": $q * ($exists($f) ? $f : 1),
    "amount": $round($number(price) * 100) * $q - $round($number(total_discount) * 100),
    "taxCode": taxable ? "V13" : "V0", "supplier": vendor ? vendor : "UNKNOWN",
    "lot": properties.lot, "expiry": properties.expiry})];
 $st := $lookup($t.status, financial_status);
 $co := $lookup($t.country, shipping_address.country_code);
 $ca := $lookup($t.carrier, shipping_lines[0].code);
 {"docNo": $replace(name, "#", "SO-"), "extId": $string(id), "orderedAt": $fromMillis($toMillis(created_at)),
  "currency": currency, "state": $exists($st) ? $st : "HOLD", "note": note ? note : "",
  "customer": {"code": "C" & customer.id, "name": customer.last_name & " " & customer.first_name,
    "phone": customer.phone},
  "shipTo": shipping_address.{"name": name, "street": address2 ? address1 & " " & address2 : address1,
    "city": city, "postcode": zip, "country": $exists($co) ? $co : country_code},
  "carrier": $exists($ca) ? $ca : "OTHER", "lines": $lines, "gross": $sum($lines.amount),
  "lineCount": $count($lines)})`;

const compiled = jsonata(text);
const bindings = { t: tables };

/** Asynchronous: has to be awaited, or only the promise is measured. */
export const mapWithJsonata = (order) => compiled.evaluate(order, bindings);
