/** Players of videos on other sites, in the forms that set no cookies before one plays. */

export interface Player {
  /** Where the video comes from, as visitors know it. */
  place: string;
  /** Address for an `<iframe>`. */
  src: string;
}

const YOUTUBE_HOSTS = new Set(['youtube.com', 'm.youtube.com', 'youtube-nocookie.com']);
const YOUTUBE_PATH = /^\/(?:embed|live|shorts)\/(?<id>[\w-]{6,20})/;
const YOUTUBE_ID = /^[\w-]{6,20}$/;

/** The player of the video at an address; null for an address that no player is known for. */
export function playerOf(address: string): Player | null {
  const url = new URL(address);
  const host = url.hostname.replace(/^www\./, '');
  if (YOUTUBE_HOSTS.has(host)) {
    return youtube(YOUTUBE_PATH.exec(url.pathname)?.groups?.['id'] ?? url.searchParams.get('v'));
  }
  if (host === 'youtu.be') return youtube(url.pathname.slice(1));
  if (host === 'vimeo.com' || host === 'player.vimeo.com') {
    const id = /^\/(?:video\/)?(?<id>\d+)/.exec(url.pathname)?.groups?.['id'];
    return id ? { place: 'Vimeo', src: `https://player.vimeo.com/video/${id}?dnt=1` } : null;
  }
  if (host === 'bilibili.com') {
    const id = /^\/video\/(?<id>BV\w{10})/.exec(url.pathname)?.groups?.['id'];
    return id
      ? { place: 'Bilibili', src: `https://player.bilibili.com/player.html?bvid=${id}&autoplay=0` }
      : null;
  }
  return null;
}

function youtube(id: string | null): Player | null {
  if (id === null || !YOUTUBE_ID.test(id)) return null;
  return { place: 'YouTube', src: `https://www.youtube-nocookie.com/embed/${id}` };
}
