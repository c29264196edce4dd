@NullMarked
package uz.fiskaldesk.support;

import org.jspecify.annotations.NullMarked;
