/** The head of a table: its columns' names, each with the class of its cells where that is not text's. */

import './cards-table.css'

export type Column = string | readonly [name: string, className: string]

export function ColumnHeads({ names }: { names: readonly Column[] }) {
  return (
    <thead>
      <tr>
        {names.map((column, at) => {
          const [name, className] = typeof column === 'string' ? [column] : column
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns never move, and two may have the same name
            <th key={at} scope="col" className={className}>
              {name}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
