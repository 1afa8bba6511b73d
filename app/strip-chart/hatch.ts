/** Slanted lines over a box: what is not known, or what cannot be true of both. */

const STEP_PX = 7

export type Box = { left: number; right: number; top: number; bottom: number }

export function hatch(
  canvas: CanvasRenderingContext2D,
  { left, right, top, bottom }: Box,
  colour: string,
  alpha: number,
): void {
  const height = bottom - top
  canvas.save()
  canvas.strokeStyle = colour
  canvas.globalAlpha = alpha
  canvas.lineWidth = 1
  canvas.beginPath()
  canvas.rect(left, top, right - left, height)
  canvas.clip()
  canvas.beginPath()
  for (let x = Math.floor((left - height) / STEP_PX) * STEP_PX; x < right; x += STEP_PX) {
    canvas.moveTo(x, bottom)
    canvas.lineTo(x + height, top)
  }
  canvas.stroke()
  canvas.restore()
}
