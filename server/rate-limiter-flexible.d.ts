/** The limiter in memory by itself: the library's entry loads one for every database there is, 0.2 s at each start. */

declare module 'rate-limiter-flexible/lib/RateLimiterMemory.js' {
  export { RateLimiterMemory as default } from 'rate-limiter-flexible'
}
