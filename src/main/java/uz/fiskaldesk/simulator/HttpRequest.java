package uz.fiskaldesk.simulator;

/**
 * One HTTP request as it came in.
 *
 * @param path without query and trailing slashes
 * @param body decoded as UTF-8
 * @param last whether the client wants the connection closed after the answer
 */
record WireRequest(String method, String path, String body, boolean last) {}
