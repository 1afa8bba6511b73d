/** The name, with a pen's twitch before it. */

export function Wordmark() {
  return (
    <span className="wordmark">
      <svg viewBox="0 0 24 16" width="24" height="16" aria-hidden="true">
        <path
          d="M1 8h5l2-5 4 10 3-8 1.5 3H23"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      </svg>
      polygraph
    </span>
  )
}
