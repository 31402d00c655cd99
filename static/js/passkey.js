/* passkey.js: asks the browser to make a passkey or to sign with one, and sends its answer by an
   ordinary form. The forms stay hidden where the browser has no passkeys. */
(function () {
  "use strict";

  if (!window.PublicKeyCredential || !navigator.credentials || !window.isSecureContext) return;

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };

  const text = (buffer) => {
    let plain = "";
    new Uint8Array(buffer).forEach((byte) => { plain += String.fromCharCode(byte); });
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  const asked = async (form) => {
    const token = form.querySelector('input[name="_csrf_token"]').value;
    const answer = await fetch(form.dataset.options, {
      method: "POST",
      headers: { "x-csrf-token": token, accept: "application/json" },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const options = await answer.json();
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    ["allowCredentials", "excludeCredentials"].forEach((name) => {
      (options[name] || []).forEach((one) => { one.id = bytes(one.id); });
    });
    return options;
  };

  const written = (credential) => {
    const { response } = credential;
    const said = { clientDataJSON: text(response.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach((name) => {
      if (response[name]) said[name] = text(response[name]);
    });
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: said,
      clientExtensionResults: {},
    });
  };

  const run = async (form) => {
    const publicKey = await asked(form);
    const making = form.dataset.passkey === "register";
    const credential = making
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
    form.querySelector('input[name="credential"]').value = written(credential);
    form.submit();
  };

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const failed = form.querySelector("[data-failed]");
    form.hidden = false;
    document.querySelectorAll("[data-without-passkey]").forEach((one) => { one.hidden = true; });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      failed.hidden = true;
      run(form).catch(() => {
        failed.textContent = failed.dataset.failed;
        failed.hidden = false;
      });
    });
  });
})();
