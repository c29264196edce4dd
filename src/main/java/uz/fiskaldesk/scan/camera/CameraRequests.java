package uz.fiskaldesk.scan.camera;

/** What the camera's thread is requested to do. Thread-safe. */
final class CameraRequests {
    /** @param version increases with every change */
    record Request(boolean wanted, CameraChoice choice, boolean closed, long version) {}

    private Request current;
    private boolean listRequested;

    CameraRequests(CameraChoice choice) {
        current = new Request(false, choice, false, 0);
    }

    synchronized Request current() {
        return current;
    }

    synchronized void want(boolean wanted) {
        if (wanted != current.wanted) {
            change(new Request(wanted, current.choice, current.closed, current.version + 1));
        }
    }

    synchronized void choose(CameraChoice choice) {
        if (!choice.equals(current.choice)) {
            change(new Request(current.wanted, choice, current.closed, current.version + 1));
        }
    }

    synchronized void list() {
        listRequested = true;
        notifyAll();
    }

    synchronized void close() {
        change(new Request(false, current.choice, true, current.version + 1));
    }

    private void change(Request request) {
        current = request;
        notifyAll();
    }

    /** Whether the cameras are to be listed; clears the request. */
    synchronized boolean takeListRequest() {
        boolean requested = listRequested;
        listRequested = false;
        return requested;
    }

    /**
     * Waits for a request after {@code seen}.
     *
     * @param timeoutMillis 0 for no timeout
     */
    synchronized void awaitChange(Request seen, long timeoutMillis) throws InterruptedException {
        long end = System.nanoTime() + timeoutMillis * 1_000_000;
        while (current.version == seen.version && !listRequested) {
            long left = timeoutMillis == 0 ? 0 : (end - System.nanoTime()) / 1_000_000;
            if (timeoutMillis != 0 && left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
