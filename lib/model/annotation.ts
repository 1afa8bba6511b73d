/** What someone wrote on the timeline, at a moment or over a stretch. */

export type Annotation = {
  id: string
  atMs: number
  /** Null: a moment. */
  toMs: number | null
  /** A lane's id; null: all of them. */
  lane: string | null
  text: string
  by: string
  createdAtMs: number
}
