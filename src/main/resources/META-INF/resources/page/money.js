// Amounts of money: decimal texts in USD, as the API sends them. They are added exactly, never as floating-point numbers.

const PLACES = 12;

/** Returns the sum of decimal texts, with two decimals at least. */
export function sum(amounts) {
  return asText(amounts.reduce((total, amount) => total + units(amount), 0n));
}

/** Compares two decimal texts, for `sort`. */
export const compare = (one, other) => Number(units(one) - units(other) > 0n) - Number(units(one) - units(other) < 0n);

/** Returns whether an amount is zero. */
export const isZero = amount => units(amount) === 0n;

/** Formats an amount in USD. */
export const usd = amount => `$${asText(units(amount))}`;

/** Converts a decimal text to an integer number of the smallest unit. */
function units(amount) {
  const [whole, fraction = ''] = amount.replace('-', '').split('.');
  const size = BigInt(whole + fraction.slice(0, PLACES).padEnd(PLACES, '0'));
  return amount.startsWith('-') ? -size : size;
}

function asText(amount) {
  const digits = String(amount < 0n ? -amount : amount).padStart(PLACES + 1, '0');
  const fraction = digits.slice(-PLACES).replace(/0+$/, '').padEnd(2, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -PLACES)}.${fraction}`;
}
