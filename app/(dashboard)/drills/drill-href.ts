/** Where the score sheet of a drill is. */

export const drillHref = (id: string, query = '') => `/drills/${encodeURIComponent(id)}${query}`
