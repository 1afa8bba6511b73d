/** A drawing surface that writes down what is drawn as SVG: the chart's own drawing code makes the picture that needs no script. */

type State = {
  fillStyle: string
  strokeStyle: string
  globalAlpha: number
  lineWidth: number
  dash: string
  clip: string | null
}

/** Of the monospaced font at 11 px. */
const CHARACTER_PX = 6.6

const number = (value: number) => String(Math.round(value * 100) / 100)
const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Only what the strip chart draws with; `idPrefix` keeps the clips of two pictures apart. */
export function recordSvg(draw: (canvas: CanvasRenderingContext2D) => void, idPrefix: string): string {
  const out: string[] = []
  const defs: string[] = []
  const kept: State[] = []
  let state: State = {
    ...{ fillStyle: '', strokeStyle: '', globalAlpha: 1, lineWidth: 1, dash: '', clip: null },
  }
  let path = ''
  let pathBox = ''
  const look = (kind: 'fill' | 'stroke') => {
    const alpha = state.globalAlpha < 1 ? ` opacity="${number(state.globalAlpha)}"` : ''
    const clip = state.clip ? ` clip-path="url(#${state.clip})"` : ''
    const colour = escapeXml(kind === 'fill' ? state.fillStyle : state.strokeStyle)
    if (kind === 'fill') return ` fill="${colour}"${alpha}${clip}`
    const dash = state.dash ? ` stroke-dasharray="${state.dash}"` : ''
    return ` fill="none" stroke="${colour}" stroke-width="${number(state.lineWidth)}"${dash}${alpha}${clip}`
  }
  const surface = {
    font: '',
    textBaseline: 'alphabetic',
    lineJoin: 'round',
    clearRect() {},
    save: () => void kept.push({ ...state }),
    restore() {
      state = kept.pop() ?? state
    },
    beginPath() {
      path = ''
      pathBox = ''
    },
    moveTo(x: number, y: number) {
      path += `M${number(x)} ${number(y)}`
    },
    lineTo(x: number, y: number) {
      path += `L${number(x)} ${number(y)}`
    },
    rect(x: number, y: number, width: number, height: number) {
      pathBox = `<rect x="${number(x)}" y="${number(y)}" width="${number(Math.max(0, width))}" height="${number(Math.max(0, height))}"/>`
    },
    clip() {
      const id = `${idPrefix}${defs.length}`
      const outer = state.clip ? ` clip-path="url(#${state.clip})"` : ''
      defs.push(`<clipPath id="${id}"${outer}>${pathBox}</clipPath>`)
      state.clip = id
    },
    setLineDash(parts: number[]) {
      state.dash = parts.join(' ')
    },
    stroke: () => void (path && out.push(`<path d="${path}"${look('stroke')}/>`)),
    fill: () => void (path && out.push(`<path d="${path}Z"${look('fill')}/>`)),
    fillRect(x: number, y: number, width: number, height: number) {
      if (width <= 0 || height <= 0) return
      out.push(
        `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}"${look('fill')}/>`,
      )
    },
    strokeRect(x: number, y: number, width: number, height: number) {
      out.push(
        `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}"${look('stroke')}/>`,
      )
    },
    measureText: (text: string) => ({ width: text.length * CHARACTER_PX }),
    fillText: (text: string, x: number, y: number) =>
      void out.push(
        `<text x="${number(x)}" y="${number(y)}" dominant-baseline="middle"${look('fill')}>${escapeXml(text)}</text>`,
      ),
  }
  for (const name of ['fillStyle', 'strokeStyle', 'globalAlpha', 'lineWidth'] as const)
    Object.defineProperty(surface, name, {
      get: () => state[name],
      set: (value: never) => {
        state[name] = value
      },
    })
  draw(surface as unknown as CanvasRenderingContext2D)
  return `<defs>${defs.join('')}</defs>${out.join('')}`
}
