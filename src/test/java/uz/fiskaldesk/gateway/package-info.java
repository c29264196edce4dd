@NullMarked
package uz.fiskaldesk.gateway;

import org.jspecify.annotations.NullMarked;
