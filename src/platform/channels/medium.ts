/** A picture or video that goes with a post, as far as its address tells. */
export interface Medium {
  readonly url: string;
  /** In lower case; undefined when the address does not tell. */
  readonly format: string | undefined;
  readonly kind: 'image' | 'video' | undefined;
}

const VIDEOS = new Set(['mp4', 'mov', 'webm', 'avi', 'm4v', 'mkv']);
const IMAGES = new Set(['jpg', 'png', 'gif', 'webp', 'heic', 'bmp', 'tiff', 'svg']);

export function mediumAt(url: string): Medium {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const ending = /\.([a-z0-9]{2,5})$/i.exec(path)?.[1]?.toLowerCase();
  const format = ending === 'jpeg' ? 'jpg' : ending;
  if (format !== undefined && VIDEOS.has(format)) return { url, format, kind: 'video' };
  if (format !== undefined && IMAGES.has(format)) return { url, format, kind: 'image' };
  return { url, format: undefined, kind: undefined };
}
