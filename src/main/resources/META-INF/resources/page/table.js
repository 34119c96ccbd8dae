// Tables. All values are inserted as text.

/**
 * Fills a table.
 *
 * @param columns each has `title`, `cell(row)`, which returns a text or an element, and maybe `number`, for figures
 * @param rows the first column names each row
 */
export function fillTable(table, columns, rows) {
  const head = document.createElement('thead');
  head.append(line(columns, ({ title }) => title, () => Object.assign(document.createElement('th'), { scope: 'col' })));
  const body = document.createElement('tbody');
  body.append(...rows.map(row => line(columns, ({ cell }) => cell(row), (_, number) => (number === 0
    ? Object.assign(document.createElement('th'), { scope: 'row' }) : document.createElement('td')))));
  [...table.children].filter(child => child.localName !== 'caption').forEach(child => child.remove());
  table.append(head, body);
}

function line(columns, content, element) {
  const row = document.createElement('tr');
  row.append(...columns.map((column, number) => {
    const cell = element(column, number);
    cell.classList.toggle('number', Boolean(column.number));
    cell.append(content(column));
    return cell;
  }));
  return row;
}
