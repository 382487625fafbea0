import type { ComponentChildren, JSX } from 'preact';

interface CardTableProps {
  readonly id?: string;
  /** What stands above the columns. */
  readonly columns: readonly string[];
  /** The rows. Each cell has its column's name as `data-label`: on a phone a row is a card. */
  readonly children: ComponentChildren;
}

/** The table of a list. */
export function CardTable({ id, columns, children }: CardTableProps): JSX.Element {
  return (
    <table class="table card-table db-cards" id={id}>
      <TableHead columns={columns} />
      <tbody>{children}</tbody>
    </table>
  );
}

export function TableHead({ columns }: Pick<CardTableProps, 'columns'>): JSX.Element {
  return (
    <thead>
      <tr>
        {columns.map((label) => (
          <th key={label} scope="col">
            {label}
          </th>
        ))}
      </tr>
    </thead>
  );
}
