// The actions on an existing video. A failed action shows its error; after a 404 the video leaves the page.

import { ApiError, cancel, content, here, remove } from './api.js';
import { copy } from './copy.js';
import { explain } from './failures.js';
import { showToast } from './toast.js';
import { confirm } from './confirm.js';
import { clock, text } from './texts.js';

/**
 * Returns a function that runs an action by its name.
 *
 * @param page has `meet(video)`, `forget(id)` and `refill(video, andSend)`
 */
export function actionsOn(page) {
  const actions = {
    async cancel(video) {
      if (await confirm('cancel')) {
        page.meet(await cancel(video.id));
      }
    },

    async remove(video) {
      if (await confirm('remove')) {
        await remove(video.id);
        page.forget(video.id);
        showToast(text('removed'));
      }
    },

    async download(video) {
      const link = document.createElement('a');
      link.href = (await content(video.id)).url;
      link.download = `${video.id}.mp4`;
      link.click();
    },

    async link(video) {
      const ticket = content(video.id);
      await copied(ticket.then(({ url }) => url), async () => text('copied.link', clock((await ticket).until)));
    },

    async curl(video) {
      const url = here(`v1/videos/${video.id}/content`);
      await copied(Promise.resolve(`curl "${url}" -H "Authorization: $REELAY_KEY" -o ${video.id}.mp4`),
        () => text('copied.curl'));
    },

    again: async video => page.refill(video, false),

    retry: async video => page.refill(video, true),
  };

  return async (name, video) => {
    try {
      await actions[name](video);
    } catch (failure) {
      if (failure instanceof ApiError && failure.status === 404) {
        page.forget(video.id);
        showToast(text('removed.elsewhere'));
      } else {
        showToast(explain(failure));
      }
    }
  };
}

async function copied(words, success) {
  const done = await copy(words).then(() => true, () => false);
  await words; // rethrows a failure to get the text
  showToast(done ? await success() : text('copied.not'));
}
