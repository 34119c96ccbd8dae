// Checks a reference image before it is sent, as the API does: by its bytes, not by its name.

const LIMIT = 10 * 1024 * 1024;
const PNG = [0x89, 0x50, 0x4e, 0x47];
const JPEG = [0xff, 0xd8, 0xff];
const SHAPE_TOLERANCE = 0.05;

/**
 * Examines an image.
 *
 * @returns {Promise<{problem: string} | {url: string, width: number, height: number}>} the text name of the problem, or the
 *   dimensions and an object URL, which the caller must revoke
 */
export async function examine(file) {
  if (file.size >= LIMIT) {
    return { problem: 'image.large' };
  }
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (![PNG, JPEG].some(magic => magic.every((byte, i) => start[i] === byte))) {
    return { problem: 'image.type' };
  }
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
    return { url: image.src, width: image.naturalWidth, height: image.naturalHeight };
  } catch {
    URL.revokeObjectURL(image.src);
    return { problem: 'image.broken' };
  }
}

/** Returns the text name of a hint for a valid image that does not suit the size of the video, or null. */
export function hint({ width, height }, size) {
  const [videoWidth, videoHeight] = size.split('x').map(Number);
  if (Math.abs(Math.log(width / height / (videoWidth / videoHeight))) > SHAPE_TOLERANCE) {
    return 'image.shape';
  }
  return width < videoWidth || height < videoHeight ? 'image.small' : null;
}
