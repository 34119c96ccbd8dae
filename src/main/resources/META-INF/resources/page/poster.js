// Draws the first frame of a video on a canvas, because a paused `<video>` would hold a connection.

const WIDTH = 640;

/**
 * Draws the first frame.
 *
 * @returns {Promise<HTMLCanvasElement>} fails if the video cannot be loaded
 */
export function drawFirstFrame(url) {
  const video = document.createElement('video');
  return new Promise((resolve, reject) => {
    video.addEventListener('loadeddata', () => resolve(drawn(video)));
    video.addEventListener('error', () => reject(video.error));
    Object.assign(video, { muted: true, playsInline: true, preload: 'auto', src: url });
  }).finally(() => release(video));
}

/** Closes the connection of a video element at once, and not only at its garbage collection. */
export function release(video) {
  video.removeAttribute('src');
  video.load();
}

function drawn(video) {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = Math.round(WIDTH * video.videoHeight / video.videoWidth);
  canvas.setAttribute('aria-hidden', 'true');
  canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas;
}
