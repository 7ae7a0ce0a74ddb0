import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** `wide` takes what is left, `number` stands right, `tight` is as narrow as it can be. */
  readonly kind?: 'wide' | 'number' | 'tight';
  /** Left out on a narrow screen: it stands on the row's own page as well. */
  readonly isExtra?: boolean;
}

/** A table that becomes a list of cards on a narrow screen; the name of a column then stands beside each value. */
export function Table<Row>(props: {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}) {
  const { label, columns, rows, keyOf } = props;
  return (
    <div class="table-frame">
      <table aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ title, kind = '' }) => (
              <th key={title} scope="col" class={kind}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ title, cell, kind = '', isExtra = false }) => (
                <td key={title} class={isExtra ? `${kind} extra` : kind} data-title={title}>
                  <div>{cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
