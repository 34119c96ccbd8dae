// The first frame of a video as a picture, which holds no connection as a video does that only waits.

const WIDTH = 640;

/** @returns {Promise<HTMLCanvasElement>} which fails where the video cannot be loaded */
export function drawFirstFrame(url) {
  const video = document.createElement('video');
  return new Promise((resolve, reject) => {
    video.addEventListener('loadeddata', () => resolve(drawn(video)));
    video.addEventListener('error', () => reject(video.error));
    Object.assign(video, { muted: true, playsInline: true, preload: 'auto', src: url });
  }).finally(() => release(video));
}

/** Lets go of the connection at once, not whenever the element is collected. */
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
