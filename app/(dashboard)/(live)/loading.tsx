/** Before the first picture: says what is being waited for, in the places where it will be. */

export function Loading() {
  return (
    <div className="live" aria-busy="true">
      <section className="headline">
        <h1 data-tone="unknown">
          <span className="lead">Connecting.</span> Nothing is known yet.
        </h1>
        <p>Waiting for the first picture from Polygraph.</p>
      </section>
      <div className="panel loading-strip" />
      <div className="panel loading-table" />
    </div>
  )
}
export default Loading
