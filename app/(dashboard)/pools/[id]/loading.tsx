/** While the store is read: the page's shape, and nothing that could be taken for data. */

export default function Loading() {
  return (
    <div className="pool-page" aria-busy="true">
      <p className="nothing">Reading this pool…</p>
    </div>
  )
}
