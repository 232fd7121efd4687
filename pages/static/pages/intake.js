/* Tells the paths of a chosen folder's files, which browsers do not send, and follows an import that is under way. */
const folder = document.querySelector("input[type=file][webkitdirectory]");
const paths = document.querySelector("input[name=paths]");
if (folder && paths) {
  folder.addEventListener("change", () => {
    paths.value = JSON.stringify(Array.from(folder.files, (file) => file.webkitRelativePath || file.name));
  });
}

const bar = document.querySelector("[data-import-progress]");
const follow = async () => {
  try {
    const answer = await fetch(bar.dataset.importProgress, { headers: { Accept: "application/json" } });
    const job = await answer.json();
    if (!job.working) {
      window.location.reload();
      return;
    }
    if (job.total) {
      bar.max = job.total;
      bar.value = job.done;
    }
  } catch {
    /* The next look may find the server again. */
  }
  window.setTimeout(follow, 2000);
};
if (bar) {
  window.setTimeout(follow, 2000);
}
