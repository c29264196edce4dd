package uz.fiskaldesk.simulator;

/**
 * A parsed HTTP request.
 *
 * @param path without query and trailing slashes
 * @param body decoded as UTF-8
 * @param last whether the client wants the connection to be closed after the response
 */
record HttpRequest(String method, String path, String body, boolean last) {}
