/** Before the first admin there is nobody to sign in as. */

export function NobodyYet() {
  return (
    <>
      <h1>Nobody can sign in yet.</h1>
      <p>
        The link that makes the first admin stands where Polygraph was started, and is good for an hour. Start
        it again for a new one.
      </p>
    </>
  )
}
