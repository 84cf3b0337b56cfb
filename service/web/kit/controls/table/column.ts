/** A column of a table. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** Text of a cell where no slot of the column's key draws it. */
  readonly text?: (row: Row) => string;
  /** A CSS width; the rest is shared. */
  readonly width?: string;
  readonly align?: 'start' | 'end';
  /** Of numbers and days, which are compared by eye, and of short words: as narrow as they are. */
  readonly unbroken?: boolean;
}
