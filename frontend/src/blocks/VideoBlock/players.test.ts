import { expect, test } from 'vitest';

import { VIDEO_ORIGINS } from '../../layouts/policy';
import { playerOf } from './players';

test.each([
  ['https://www.youtube.com/watch?v=abc-DEF_123&t=4', 'https://www.youtube-nocookie.com/embed/abc-DEF_123'],
  ['https://youtu.be/abc-DEF_123', 'https://www.youtube-nocookie.com/embed/abc-DEF_123'],
  [
    'https://www.youtube.com/live/abc-DEF_123?feature=share',
    'https://www.youtube-nocookie.com/embed/abc-DEF_123',
  ],
  ['https://vimeo.com/123456', 'https://player.vimeo.com/video/123456?dnt=1'],
  [
    'https://www.bilibili.com/video/BV1xx411c7mD/',
    'https://player.bilibili.com/player.html?bvid=BV1xx411c7mD&autoplay=0',
  ],
])('the player of %s', (address, src) => {
  const player = playerOf(address);

  expect(player?.src).toBe(src);
  expect(VIDEO_ORIGINS).toContain(new URL(src).origin);
});

test.each([
  'https://video.example.org/watch?v=abc-DEF_123',
  'https://youtube.com.example.org/watch?v=abc-DEF_123',
  'https://youtu.be/"><script>',
  'https://www.youtube.com/@channel',
  'https://vimeo.com/channels/staffpicks',
])('no player for %s', (address) => {
  expect(playerOf(address)).toBeNull();
});
