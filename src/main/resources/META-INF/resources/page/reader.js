// Reads the rows of usage, which come in pages.

const PAGE = 1000;
/** More rows than these are neither read nor drawn: a shorter time or longer buckets show more. */
const MOST_PAGES = 20;

/** Returns the query of a time range by bucket and group; `group` may be null. */
export function query({ start, end }, bucket, group) {
  return new URLSearchParams({ start, end, bucket, limit: PAGE, ...group && { group_by: group } });
}

/** Reads all pages. Returns the rows, and whether there are more than this function reads. */
export async function readRows(read, firstQuery) {
  const rows = [];
  let next = firstQuery;
  for (let pages = 0; pages < MOST_PAGES && next; pages++) {
    const page = await read(next);
    rows.push(...page.data);
    next = page.has_more ? after(firstQuery, page.next) : null;
  }
  return { rows, isCut: next !== null };
}

/** Reads all pages of the CSV. The header is in the first line only. */
export async function readCsv(read, firstQuery) {
  const parts = [];
  for (let next = firstQuery; next; ) {
    const page = await read(next);
    parts.push(parts.length ? page.text.slice(page.text.indexOf('\n') + 1) : page.text);
    ({ next } = page);
  }
  return new Blob(parts, { type: 'text/csv' });
}

function after(first, cursor) {
  const following = new URLSearchParams(first);
  following.set('after', cursor);
  return following;
}
