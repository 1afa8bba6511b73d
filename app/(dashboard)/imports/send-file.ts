/** Sends one file as it is, and tells how much of it has gone. */

export type Sending = { done: Promise<string | null>; abort: () => void }

/** `done` gives null when it arrived, else why it did not. */
export function sendFile(path: string, file: File, progress: (bytes: number) => void): Sending {
  // fetch cannot tell how much of a body has gone.
  const request = new XMLHttpRequest()
  const done = new Promise<string | null>((resolve) => {
    request.upload.onprogress = (event) => progress(event.loaded)
    request.onload = () =>
      resolve(request.status < 300 ? null : messageOf(request.responseText, request.status))
    request.onerror = () =>
      resolve(`${file.name} could not be sent: the connection broke, or the file changed.`)
    request.onabort = () => resolve('cancelled')
  })
  request.open('PUT', path)
  request.setRequestHeader('x-polygraph', '1')
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.send(file)
  return { done, abort: () => request.abort() }
}

function messageOf(text: string, status: number): string {
  try {
    return String(JSON.parse(text).error.message)
  } catch {
    return `The server answered ${status}.`
  }
}
