
(function () {
  var form = document.getElementById('form');
  var input = document.getElementById('picture');
  var status = document.getElementById('status');
  if (!window.FormData || !window.XMLHttpRequest || !input.files) {
    return;
  }
  function mark(busy) {
    document.documentElement.className = busy ? 'js busy' : 'js';
    input.disabled = busy;
  }
  function say(kind, sentence) {
    status.className = kind;
    status.textContent = sentence;
  }
  function end(kind, sentence) {
    mark(false);
    form.reset();
    say(kind, sentence);
  }
  function send() {
    var file = input.files[0];
    if (!file) {
      return;
    }
    if (file.size > Number(form.getAttribute('data-limit'))) {
      end('refused', form.getAttribute('data-too-large'));
      return;
    }
    var data = new FormData(form);
    var request = new XMLHttpRequest();
    request.open('POST', '/', true);
    request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    request.timeout = 150000;
    request.onload = function () {
      end(request.status === 200 ? 'taken' : 'refused', request.responseText || form.getAttribute('data-unreached'));
    };
    request.onerror = request.ontimeout = request.onabort = function () {
      end('refused', form.getAttribute('data-unreached'));
    };
    mark(true);
    say('sending', form.getAttribute('data-sending'));
    request.send(data);
  }
  mark(false);
  input.onchange = send;
})();
