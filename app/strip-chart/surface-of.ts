/** A canvas as wide as its parent, sharp on every screen. */

/** In the screen's own pixels; null while there is no room. */
export function surfaceOf(canvas: HTMLCanvasElement, heightPx: number) {
  const widthPx = canvas.parentElement!.clientWidth
  const ratio = window.devicePixelRatio || 1
  const [wide, high] = [Math.round(widthPx * ratio), Math.round(heightPx * ratio)]
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide
    canvas.height = high
    canvas.style.width = `${widthPx}px`
    canvas.style.height = `${heightPx}px`
  }
  const context = canvas.getContext('2d')
  if (!context || widthPx === 0 || heightPx === 0) return null
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  return { context, widthPx, heightPx }
}
