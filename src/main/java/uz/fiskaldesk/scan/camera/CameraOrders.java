package uz.fiskaldesk.scan.camera;

/** What the camera's thread is told to do; written by any thread. */
final class CameraOrders {
    /** @param number grows with every change */
    record Order(boolean wanted, CameraChoice choice, boolean closed, long number) {}

    private Order now;
    private boolean listing;

    CameraOrders(CameraChoice choice) {
        now = new Order(false, choice, false, 0);
    }

    synchronized Order now() {
        return now;
    }

    synchronized void want(boolean wanted) {
        if (wanted != now.wanted) {
            change(new Order(wanted, now.choice, now.closed, now.number + 1));
        }
    }

    synchronized void choose(CameraChoice choice) {
        if (!choice.equals(now.choice)) {
            change(new Order(now.wanted, choice, now.closed, now.number + 1));
        }
    }

    synchronized void list() {
        listing = true;
        notifyAll();
    }

    synchronized void close() {
        change(new Order(false, now.choice, true, now.number + 1));
    }

    private void change(Order order) {
        now = order;
        notifyAll();
    }

    /** Whether the cameras are to be listed; asked once for each time. */
    synchronized boolean takeListing() {
        boolean asked = listing;
        listing = false;
        return asked;
    }

    /** Waits for an order after {@code seen}, so long at most; 0 is without end. */
    synchronized void await(Order seen, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (now.number == seen.number && !listing) {
            long left = millis == 0 ? 0 : (end - System.nanoTime()) / 1_000_000;
            if (millis != 0 && left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
