/** Figures of a score, a cell each, under the name that their column has. */

export function ScoreCells({ figures }: { figures: readonly (readonly [name: string, text: string])[] }) {
  return figures.map(([name, text]) => (
    <td key={name} className="number" data-label={name}>
      {text}
    </td>
  ))
}
