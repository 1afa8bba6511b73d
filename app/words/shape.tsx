/** The shapes that stand beside words, so that no state is told by colour alone. */

const PATHS = {
  up: <path d="M5 1 9.5 9h-9z" fill="currentColor" />,
  'going-down': <path d="M1.4 2h7.2L5 8.4z" fill="none" stroke="currentColor" strokeWidth="1.3" />,
  'going-up': <path d="M5 1.6 8.6 8H1.4z" fill="none" stroke="currentColor" strokeWidth="1.3" />,
  down: <path d="M.5 1h9L5 9z" fill="currentColor" />,
  nolb: (
    <path
      d="M8.5 5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0M2.6 7.4l4.8-4.8"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.3"
    />
  ),
  drain: (
    <path d="M5 .8v6.4M2.2 4.6 5 7.4l2.8-2.8M1.5 9.3h7" fill="none" stroke="currentColor" strokeWidth="1.3" />
  ),
  maint: <path d="M1 1h8v8H1zM3 5h4" fill="none" stroke="currentColor" strokeWidth="1.4" />,
  'no-check': (
    <circle
      cx="5"
      cy="5"
      r="3.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.3"
      strokeDasharray="2 1.4"
    />
  ),
  unknown: (
    <path
      d="M3 3.4a2 2 0 1 1 2.8 1.8c-.6.3-.8.6-.8 1.2M5 8v1"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.3"
    />
  ),
  lying: <path d="M5 0l4.6 5L5 10 .4 5z" fill="currentColor" />,
  unproven: <path d="M5 1l3.8 4L5 9 1.2 5z" fill="none" stroke="currentColor" strokeWidth="1.2" />,
  agrees: <path d="M1.4 5.4 4 8l4.8-6" fill="none" stroke="currentColor" strokeWidth="1.3" />,
  dot: <circle cx="5" cy="5" r="3.6" fill="currentColor" />,
  ring: <circle cx="5" cy="5" r="3.2" fill="none" stroke="currentColor" strokeWidth="1.3" />,
  square: <path d="M2 2h6v6H2z" fill="currentColor" />,
  warn: <path d="M5 1 9.5 9h-9z" fill="none" stroke="currentColor" strokeWidth="1.3" />,
} as const

export type ShapeName = keyof typeof PATHS

export function Shape({ name }: { name: ShapeName }) {
  return (
    <svg className="shape" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      {PATHS[name]}
    </svg>
  )
}
